package io.mailhelm.smtp.send;

import io.mailhelm.config.Ascii;
import io.mailhelm.smtp.protocol.EhloKeywords;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects commands for one write (RFC 2920 §3.1). */
final class CommandGroup {
  private byte[] octets = new byte[512];
  private int length;

  /**
   * MAIL FROM, with what the server knows of SIZE, 8BITMIME, SMTPUTF8, DSN, REQUIRETLS.
   *
   * @param utf8 whether it needs SMTPUTF8
   */
  static String mail(
      OutboundMessage parcel, MessagePayload message, EhloKeywords offers, boolean utf8) {
    var line = new StringBuilder("MAIL FROM:<");
    line.append(CommandPath.wire(parcel.reversePath())).append('>');
    if (offers.size()) {
      line.append(" SIZE=").append(message.size());
    }
    if (message.eightBit() && offers.eightBit()) {
      line.append(" BODY=8BITMIME");
    }
    if (utf8) {
      line.append(" SMTPUTF8");
    }
    if (parcel.requirements().contains(Requirement.REQUIRETLS)) {
      line.append(" REQUIRETLS");
    }
    if (offers.dsn()) {
      if (!parcel.dsn().ret().isEmpty()) {
        line.append(" RET=").append(parcel.dsn().ret());
      }
      if (!parcel.dsn().envid().isEmpty()) {
        line.append(" ENVID=").append(parcel.dsn().envid());
      }
    }
    return line.append("\r\n").toString();
  }

  static String rcpt(Recipient recipient, EhloKeywords offers) {
    var line = new StringBuilder("RCPT TO:<");
    line.append(CommandPath.wire(recipient.address())).append('>');
    if (offers.dsn()) {
      if (!recipient.notifyOn().isEmpty()) {
        line.append(" NOTIFY=").append(recipient.notifyOn());
      }
      // in xtext, as it came; utf-8 types only where they can be read (RFC 6533 §3)
      if (!recipient.orcpt().isEmpty() && (Ascii.isAscii(recipient.orcpt()) || offers.utf8())) {
        line.append(" ORCPT=").append(recipient.orcpt());
      }
    }
    return line.append("\r\n").toString();
  }

  static String bdat(long size) {
    return "BDAT " + size + " LAST\r\n";
  }

  CommandGroup add(String line) {
    var more = line.getBytes(StandardCharsets.UTF_8);
    return add(more, more.length);
  }

  CommandGroup add(byte[] more, int count) {
    if (octets.length - length < count) {
      octets = Arrays.copyOf(octets, Math.max(length + count, octets.length * 2));
    }
    System.arraycopy(more, 0, octets, length, count);
    length += count;
    return this;
  }

  byte[] octets() {
    return octets;
  }

  int length() {
    return length;
  }
}
