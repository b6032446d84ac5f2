/** A report for whoever helps, without secrets: what goes into it passes one place. */
package io.mailhelm.cli.bundle;
