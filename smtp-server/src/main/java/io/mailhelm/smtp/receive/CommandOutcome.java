package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.Reply;

/** The result of a command: a reply, and the input that comes after it. */
record CommandOutcome(Reply reply, AwaitedInput next) {
  static CommandOutcome of(Reply reply) {
    return new CommandOutcome(reply, AwaitedInput.COMMAND);
  }

  static CommandOutcome close(Reply reply) {
    return new CommandOutcome(reply, AwaitedInput.CLOSE);
  }
}
