/** What is told of a reconciliation: statuses, events, metrics. */
package io.mailhelm.operator.report;
