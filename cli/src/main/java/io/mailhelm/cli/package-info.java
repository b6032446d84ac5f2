/**
 * {@code mailhelm}: a folder of resources, the same compiler, the same server, one JVM. The
 * commands only read arguments and print; {@code serve} does the work.
 */
package io.mailhelm.cli;
