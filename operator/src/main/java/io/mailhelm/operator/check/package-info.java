/**
 * Says whether an installation works, as a Job or a test of the chart asks. Nothing is written:
 * what an API server would make of a resource is asked with a dry run.
 */
package io.mailhelm.operator.check;
