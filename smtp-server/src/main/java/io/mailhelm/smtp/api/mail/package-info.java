/**
 * The mail API (3000): composes a message (RFC 5322, MIME) and hands it to the same receive path as
 * a login's mail over SMTP, so that one policy holds for both.
 */
package io.mailhelm.smtp.api.mail;
