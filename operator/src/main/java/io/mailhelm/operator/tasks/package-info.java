/** What becomes of the operator's repeated tasks: a line in the log, and whether it is alive. */
package io.mailhelm.operator.tasks;
