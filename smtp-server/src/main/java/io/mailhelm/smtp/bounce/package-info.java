/**
 * Reports on delivery: those that we send (RFC 3461, RFC 3464, RFC 6522, RFC 6533), and those that
 * others send on our mail, complaints included (RFC 5965). Pure: values in, octets or values out.
 */
package io.mailhelm.smtp.bounce;
