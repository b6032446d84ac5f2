package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.Reply;

/** A reply and what comes after it. */
record Outcome(Reply reply, Next next) {
  static Outcome of(Reply reply) {
    return new Outcome(reply, Next.COMMAND);
  }

  static Outcome close(Reply reply) {
    return new Outcome(reply, Next.CLOSE);
  }
}
