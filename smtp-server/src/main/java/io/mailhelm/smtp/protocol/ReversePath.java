package io.mailhelm.smtp.protocol;

import io.mailhelm.config.Mailbox;
import java.util.Optional;

/** A reverse-path: whom a message comes from (RFC 5321 §4.1.2). */
public sealed interface ReversePath {
  /** As it is stored and written into Return-Path: without angle brackets. */
  String text();

  /** The mailbox, if it is one. */
  default Optional<Mailbox> mailbox() {
    return this instanceof Address(Mailbox mailbox) ? Optional.of(mailbox) : Optional.empty();
  }

  /** The mailbox that {@link #text} was written of; empty when it is none. */
  static Optional<Mailbox> mailbox(String text) {
    try {
      return PathReader.reverse(text).mailbox();
    } catch (SyntaxException _) {
      return Optional.empty();
    }
  }

  /** {@code <>}: a report that must cause no report (RFC 5321 §4.5.5). */
  record Null() implements ReversePath {
    @Override
    public String text() {
      return "";
    }
  }

  /** A mailbox in a domain. */
  record Address(Mailbox address) implements ReversePath {
    @Override
    public String text() {
      return address.toString();
    }
  }

  /** A mailbox at an address literal, {@code name@[192.0.2.1]}; never one of ours. */
  record AtLiteral(String text) implements ReversePath {}
}
