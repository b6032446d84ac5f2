/**
 * The program {@code mailhelm}: serves a folder of resources in one JVM, with the compiler and the
 * server that a cluster has. The commands here only read arguments and print; the work is done in
 * {@code serve}.
 */
package io.mailhelm.cli;
