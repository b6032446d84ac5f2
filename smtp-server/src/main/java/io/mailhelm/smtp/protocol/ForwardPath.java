package io.mailhelm.smtp.protocol;

import io.mailhelm.config.Mailbox;
import java.net.InetAddress;

/** A forward-path: whom a message is for (RFC 5321 §4.1.1.3). */
public sealed interface ForwardPath {
  /** The path as it was meant, without angle brackets. */
  String text();

  /** {@code <postmaster>}: the administrator of this server (RFC 5321 §4.5.1). */
  record Postmaster() implements ForwardPath {
    @Override
    public String text() {
      return "postmaster";
    }
  }

  /** A mailbox in a domain. */
  record Address(Mailbox address) implements ForwardPath {
    @Override
    public String text() {
      return address.toString();
    }
  }

  /** A mailbox at an address literal (RFC 5321 §4.1.3). */
  record AtLiteral(String localPart, InetAddress host, String text) implements ForwardPath {
    /** The literal with its brackets, as it was written. */
    public String destination() {
      return text.substring(text.lastIndexOf('['));
    }
  }
}
