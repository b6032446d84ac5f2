/**
 * Writes reports to hand to people who help, without secrets: everything in a report has passed one
 * redaction.
 */
package io.mailhelm.cli.bundle;
