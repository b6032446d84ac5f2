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

  static CommandOutcome run(MailTransaction transaction, String argument) {
    if (!argument.isEmpty()) {
      return CommandOutcome.of(Replies.NO_ARGUMENT);
    }
    if (transaction.isReceiving()) {
      return CommandOutcome.of(Replies.IN_CHUNKS);
    }
    var refusal = transaction.refusal();
    if (refusal.isPresent()) {
      return CommandOutcome.of(refusal.get());
    }
    transaction.read(new DataHandler(transaction.openBody()));
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
  public CommandOutcome finish(MailTransaction transaction) {
    return transaction.decide(body, decoder.bareLineEnd());
  }

  @Override
  public long received() {
    return body.received();
  }
}
