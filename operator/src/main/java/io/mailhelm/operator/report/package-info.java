/** Reports the results of reconciliations: statuses, Events, metrics. */
package io.mailhelm.operator.report;
