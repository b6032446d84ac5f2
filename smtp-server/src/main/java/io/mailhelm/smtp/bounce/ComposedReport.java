package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.store.NewMessage.Summary;

/**
 * A composed report, to be sent with the null reverse-path.
 *
 * @param to the address it goes to
 * @param octets the message: fields, an empty line, a body; every line ended by CRLF
 * @param utf8 whether it needs SMTPUTF8 on the way
 * @param summary what an inbox lists of it
 */
public record ComposedReport(String to, byte[] octets, boolean utf8, Summary summary) {}
