package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.ChunkCommand;
import io.mailhelm.smtp.protocol.ChunkDecoder;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.SyntaxException;
import java.util.Optional;

/**
 * Handles BDAT (RFC 3030): the message in counted chunks. Each is answered after its last octet, a
 * refused one as well: the client sends its octets in any case.
 */
final class BdatHandler implements Incoming {
  private final IncomingBody body;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private ChunkCommand chunk = new ChunkCommand(0, false);
  private boolean failed;

  private BdatHandler(IncomingBody body) {
    this.body = body;
  }

  static CommandOutcome run(Session session, String argument) {
    ChunkCommand chunk;
    try {
      chunk = ChunkCommand.parse(argument);
    } catch (SyntaxException e) {
      return CommandOutcome.close(e.reply());
    }
    var limit = session.limits().messageSize();
    if (Incoming.isEndless(chunk.size(), limit)) {
      return CommandOutcome.close(Replies.tooLarge(limit));
    }
    var refusal = refusal(session);
    if (refusal.isPresent()) {
      session.read(new Dropped(chunk.size(), refusal.get()));
    } else {
      var bdat =
          session.reading() instanceof BdatHandler begun
              ? begun
              : new BdatHandler(session.openBody());
      bdat.chunk = chunk;
      bdat.decoder.begin(chunk.size());
      session.read(bdat);
    }
    return new CommandOutcome(Reply.NONE, AwaitedInput.CHUNK);
  }

  private static Optional<Reply> refusal(Session session) {
    if (session.isTlsMissing()) {
      return Optional.of(Replies.TLS_FIRST);
    }
    if (session.envelope().isEmpty()) {
      return Optional.of(Replies.MAIL_FIRST);
    }
    return session.envelope().get().recipients() == 0
        ? Optional.of(Replies.NO_RECIPIENTS)
        : Optional.empty();
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
    if (failed) {
      if (chunk.last()) {
        session.endTransaction();
      }
      return CommandOutcome.of(Replies.CHUNKS_FAILED);
    }
    if (chunk.last()) {
      return session.decide(body, decoder.bareLineEnd());
    }
    if (body.isTooLarge()) {
      failed = true;
      return CommandOutcome.of(Replies.tooLarge(session.limits().messageSize()));
    }
    if (body.isCrowdedOut()) {
      failed = true;
      session.rejected(Replies.CROWDED_OUT, MessageChecks.CROWDED_OUT, body.received() + " octets");
      return CommandOutcome.of(Replies.CROWDED_OUT);
    }
    return CommandOutcome.of(Replies.chunk(chunk.size()));
  }

  @Override
  public long received() {
    return body.received();
  }

  /** A chunk that is read and dropped. */
  private static final class Dropped implements Incoming {
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final Reply reply;

    Dropped(long size, Reply reply) {
      decoder.begin(size);
      this.reply = reply;
    }

    @Override
    public int feed(byte[] octets, int from, int to) {
      return decoder.feed(octets, from, to, (dropped, start, end) -> {});
    }

    @Override
    public boolean isFinished() {
      return decoder.finished();
    }

    @Override
    public CommandOutcome finish(Session session) {
      return CommandOutcome.of(reply);
    }

    @Override
    public long received() {
      return 0; // its size was checked before it began
    }
  }
}
