/**
 * Serves public pages over HTTPS: the MTA-STS policy (RFC 8461 §3.3) and the settings that mail
 * programs ask for. HTTP/1.1 (RFC 9112) by hand, one request a connection, over {@code wire}: the
 * JDK's server asks the machine's resolver for the name of every peer, and holds to one
 * certificate. Everything a client may make large or slow is bounded. It knows no user: what it
 * says is what the config says of domains.
 */
package io.mailhelm.smtp.web;
