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
 * Asks name servers, and refuses answers that are larger than any in real use: reading one costs
 * more memory and time than its length suggests. Such an answer is a failure, as if nobody had
 * answered.
 *
 * <ul>
 *   <li>Keys of a zone: the validator remembers a number of key sets, however large they are.
 *   <li>Aliases: each has to be followed, and its signature checked.
 * </ul>
 */
final class AnswerLimits extends ExtendedResolver {
  /** The most octets of a message with keys. */
  static final int MOST_OCTETS = 8_192;

  /** The most aliases from a name to its records; resolvers give up after 8 to 16. */
  static final int MOST_ALIASES = 16;

  /** The number of zones whose keys are remembered. */
  private static final int ZONES = 128;

  AnswerLimits(SimpleResolver[] servers) {
    super(servers);
  }

  /** The settings of the DNSSEC validator: how much it remembers. */
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
