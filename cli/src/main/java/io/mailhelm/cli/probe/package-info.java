/**
 * A look at a server from outside, by an SMTP client of its own that shares no code with our
 * server.
 */
package io.mailhelm.cli.probe;
