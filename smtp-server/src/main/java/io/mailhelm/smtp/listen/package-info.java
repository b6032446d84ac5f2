/**
 * The listening side of the server: listeners, TLS, PROXY protocol, limits, deadlines; one virtual
 * thread a connection.
 */
package io.mailhelm.smtp.listen;
