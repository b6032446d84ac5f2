/**
 * Checks a server from outside, with an SMTP client of its own that shares no code with our server.
 */
package io.mailhelm.cli.probe;
