package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.DotDecoder;
import io.mailhelm.smtp.protocol.Replies;

/** DATA (RFC 5321 §4.1.1.4): the message up to its dot, then the verdict. */
final class Data implements Incoming {
  private final Body body;
  private final DotDecoder decoder = new DotDecoder();

  private Data(Body body) {
    this.body = body;
  }

  static Outcome run(Session session, String argument) {
    if (!argument.isEmpty()) {
      return Outcome.of(Replies.NO_ARGUMENT);
    }
    if (session.envelope().isEmpty()) {
      return Outcome.of(Replies.MAIL_FIRST);
    }
    if (session.body().isPresent()) {
      return Outcome.of(Replies.IN_CHUNKS);
    }
    if (session.envelope().get().recipients() == 0) {
      return Outcome.of(Replies.NO_RECIPIENTS);
    }
    session.read(new Data(session.openBody()));
    return new Outcome(Replies.GO_AHEAD, Next.DATA);
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
  public Outcome finish(Session session) {
    return session.decide(body, decoder.bareLineEnd());
  }

  @Override
  public long received() {
    return body.received();
  }
}
