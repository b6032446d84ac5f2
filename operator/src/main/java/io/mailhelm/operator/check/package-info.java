/**
 * Checks whether an installation works, for a Job or a test of the chart. It writes nothing:
 * resources are sent to the API server as a dry run.
 */
package io.mailhelm.operator.check;
