/**
 * A server that uses itself as its users will, while its image or package is built: the AOT cache
 * of the JVM (JEP 483) is made of that run. Nothing here runs in a server that serves.
 */
package io.mailhelm.smtp.rehearsal;
