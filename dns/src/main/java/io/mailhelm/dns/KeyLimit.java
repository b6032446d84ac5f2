package io.mailhelm.dns;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Asks name servers for whoever checks signatures, which remembers the keys of zones by their
 * number: a zone whose keys are larger than any in use is not proved, as if nobody had answered.
 */
final class KeyLimit extends ExtendedResolver {
  /** Octets of a message with keys. */
  static final int MOST_OCTETS = 8_192;

  /** Zones whose keys are remembered. */
  private static final int ZONES = 128;

  KeyLimit(SimpleResolver[] servers) {
    super(servers);
  }

  /** What the checker of signatures is told of how much it remembers. */
  static Properties settings() {
    var settings = new Properties();
    settings.setProperty("dnsjava.dnssec.keycache.max_size", String.valueOf(ZONES));
    return settings;
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    return super.sendAsync(query, executor).thenCompose(answer -> checked(query, answer));
  }

  /** The answer; a failure where it has too many keys. */
  static CompletionStage<Message> checked(Message query, Message answer) {
    boolean hasKeys = query.getQuestion().getType() == Type.DNSKEY;
    return hasKeys && answer.numBytes() > MOST_OCTETS
        ? CompletableFuture.failedFuture(
            new IOException("its keys take more than " + MOST_OCTETS + " octets"))
        : CompletableFuture.completedFuture(answer);
  }
}
