package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.ChunkCommand;
import io.mailhelm.smtp.protocol.ChunkDecoder;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.SyntaxException;

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

  static CommandOutcome run(MailTransaction transaction, String argument) {
    ChunkCommand chunk;
    try {
      chunk = ChunkCommand.parse(argument);
    } catch (SyntaxException e) {
      return CommandOutcome.close(e.reply());
    }
    var limit = transaction.messageSize();
    if (Incoming.isEndless(chunk.size(), limit)) {
      return CommandOutcome.close(Replies.tooLarge(limit));
    }
    var refusal = transaction.refusal();
    if (refusal.isPresent()) {
      transaction.read(new Dropped(chunk.size(), refusal.get()));
    } else {
      var bdat =
          transaction
              .reading()
              .filter(BdatHandler.class::isInstance)
              .map(BdatHandler.class::cast)
              .orElseGet(() -> new BdatHandler(transaction.openBody()));
      bdat.chunk = chunk;
      bdat.decoder.begin(chunk.size());
      transaction.read(bdat);
    }
    return new CommandOutcome(Reply.NONE, AwaitedInput.CHUNK);
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
  public CommandOutcome finish(MailTransaction transaction) {
    if (failed) {
      if (chunk.last()) {
        transaction.end();
      }
      return CommandOutcome.of(Replies.CHUNKS_FAILED);
    }
    if (chunk.last()) {
      return transaction.decide(body, decoder.bareLineEnd());
    }
    if (body.isTooLarge()) {
      failed = true;
      return CommandOutcome.of(Replies.tooLarge(transaction.messageSize()));
    }
    if (body.isCrowdedOut()) {
      failed = true;
      return transaction.refuse(
          Replies.CROWDED_OUT, RejectionReason.TooManyInTransit, body.received() + " octets");
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
    public CommandOutcome finish(MailTransaction transaction) {
      return CommandOutcome.of(reply);
    }

    @Override
    public long received() {
      return 0; // its size was checked before it began
    }
  }
}
