package io.mailhelm.dns;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Asks name servers, and takes no answer that is larger than any in use: what is made of it would
 * cost its reader more than its length. Such an answer is a failure, as if nobody had answered.
 *
 * <ul>
 *   <li>Keys of a zone: whoever checks signatures remembers them by their number.
 *   <li>Aliases: each has to be followed, and its signature checked.
 * </ul>
 */
final class AnswerLimits extends ExtendedResolver {
  /** Octets of a message with keys. */
  static final int MOST_OCTETS = 8_192;

  /** Aliases on the way from a name to its records; resolvers give up after 8 to 16. */
  static final int MOST_ALIASES = 16;

  /** Zones whose keys are remembered. */
  private static final int ZONES = 128;

  AnswerLimits(SimpleResolver[] servers) {
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

  /** The answer; a failure where it has too many keys or aliases. */
  static CompletionStage<Message> checked(Message query, Message answer) {
    boolean hasKeys = query.getQuestion().getType() == Type.DNSKEY;
    if (hasKeys && answer.numBytes() > MOST_OCTETS) {
      return failure("its keys take more than " + MOST_OCTETS + " octets");
    }
    boolean hasMore =
        answer.getSection(Section.ANSWER).stream()
            .filter(CNAMERecord.class::isInstance)
            .skip(MOST_ALIASES)
            .findAny()
            .isPresent();
    return hasMore
        ? failure("an answer with more than " + MOST_ALIASES + " aliases")
        : CompletableFuture.completedFuture(answer);
  }

  private static CompletionStage<Message> failure(String why) {
    return CompletableFuture.failedFuture(new IOException(why));
  }
}
