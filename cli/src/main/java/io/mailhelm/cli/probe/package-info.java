/** A look at a server from outside, by an SMTP client that shares no code with our server. */
package io.mailhelm.cli.probe;
