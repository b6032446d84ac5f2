package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.DotDecoder;
import io.mailhelm.smtp.protocol.Replies;

/** Handles DATA (RFC 5321 §4.1.1.4): reads the message up to its dot, then has it decided on. */
final class DataHandler implements Incoming {
  private final IncomingBody body;
  private final DotDecoder decoder = new DotDecoder();

  private DataHandler(IncomingBody body) {
    this.body = body;
  }

  static CommandOutcome run(Session session, String argument) {
    if (!argument.isEmpty()) {
      return CommandOutcome.of(Replies.NO_ARGUMENT);
    }
    if (session.envelope().isEmpty()) {
      return CommandOutcome.of(Replies.MAIL_FIRST);
    }
    if (session.body().isPresent()) {
      return CommandOutcome.of(Replies.IN_CHUNKS);
    }
    if (session.envelope().get().recipients() == 0) {
      return CommandOutcome.of(Replies.NO_RECIPIENTS);
    }
    session.read(new DataHandler(session.openBody()));
    return new CommandOutcome(Replies.GO_AHEAD, AwaitedInput.DATA);
  }

  @Override
  public int feed(byte[] octets, int from, int to) {
    return decoder.feed(octets, from, to, body);
  }

  @Override
  public boolean isFinished() {
    return decoder.finished();
  }

  @Override
  public CommandOutcome finish(Session session) {
    return session.decide(body, decoder.bareLineEnd());
  }

  @Override
  public long received() {
    return body.received();
  }
}
