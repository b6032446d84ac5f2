/** Reports failures of the operator's repeated tasks: in the log, and in its liveness. */
package io.mailhelm.operator.tasks;
