package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.Reply;

/** A reply and what comes after it. */
record CommandOutcome(Reply reply, AwaitedInput next) {
  static CommandOutcome of(Reply reply) {
    return new CommandOutcome(reply, AwaitedInput.COMMAND);
  }

  static CommandOutcome close(Reply reply) {
    return new CommandOutcome(reply, AwaitedInput.CLOSE);
  }
}
