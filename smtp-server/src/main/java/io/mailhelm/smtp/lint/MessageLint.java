package io.mailhelm.smtp.lint;

import io.mailhelm.config.ContentRules.Check;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks a message for what keeps mail out of inboxes, as {@code docs/content.md} lists it. Pure;
 * its work is in proportion to the message.
 */
public final class MessageLint {
  /** Mail to more recipients than this is bulk mail. */
  private static final int BULK = 10;

  private static final String ONE_CLICK = "List-Unsubscribe=One-Click"; // RFC 8058 §3.1

  private final LintRequest request;
  private final MessageReading message;
  private final long size;

  private MessageLint(LintRequest request, MessageReading message, long size) {
    this.request = request;
    this.message = message;
    this.size = size;
  }

  /**
   * What is found in a message.
   *
   * @param message as it was handed over; the caller closes it
   * @param size its octets
   * @throws IOException when it cannot be read; never for what is in it
   */
  public static LintReport of(InputStream message, long size, LintRequest request)
      throws IOException {
    var words =
        request.checks().contains(Check.SpamWords) ? request.spamWords() : List.<String>of();
    var lint = new MessageLint(request, MessageReading.of(message, words), size);
    return new LintReport(
        Arrays.stream(Check.values())
            .filter(request.checks()::contains)
            .flatMap(check -> lint.finding(check).stream())
            .toList());
  }

  private Optional<ContentFinding> finding(Check check) {
    return switch (check) {
      case PlainTextPart -> plainTextPart();
      case ListUnsubscribe -> isBulk() ? listUnsubscribe() : Optional.empty();
      case UrlShorteners -> urlShorteners();
      case SpamWords -> spamWords();
      case Size -> tooLarge();
      case ExecutableAttachments -> programs();
      case MissingFields -> missingFields();
      case FromAlignment -> fromAlignment();
    };
  }

  private Optional<ContentFinding> plainTextPart() {
    return message.hasHtml() && !message.hasText()
        ? found(
            Check.PlainTextPart,
            "There is HTML and no plain text: add a text/plain part that says the same, in a"
                + " multipart/alternative",
            List.of(),
            2)
        : Optional.empty();
  }

  /** Mail to a list says so (RFC 2369, RFC 2919, an old custom), or has many recipients. */
  private boolean isBulk() {
    return request.recipients() > BULK
        || !message.values("list-id").isEmpty()
        || !message.values("list-unsubscribe").isEmpty()
        || message.values("precedence").stream()
            .map(String::strip)
            .anyMatch(word -> word.equalsIgnoreCase("bulk") || word.equalsIgnoreCase("list"));
  }

  private Optional<ContentFinding> listUnsubscribe() {
    var ways = message.values("list-unsubscribe");
    if (ways.isEmpty()) {
      return unsubscribe(
          "Bulk mail has no List-Unsubscribe field: add List-Unsubscribe:"
              + " <https://...> and List-Unsubscribe-Post: List-Unsubscribe=One-Click",
          ways);
    }
    if (ways.stream().noneMatch(MessageLint::hasHttps)) {
      return unsubscribe(
          "The List-Unsubscribe field has no https link: add <https://...> (RFC 8058)", ways);
    }
    return message.values("list-unsubscribe-post").stream()
            .anyMatch(value -> value.strip().equalsIgnoreCase(ONE_CLICK))
        ? Optional.empty()
        : unsubscribe(
            "One click does not unsubscribe: add List-Unsubscribe-Post:"
                + " List-Unsubscribe=One-Click (RFC 8058)",
            ways);
  }

  private static boolean hasHttps(String field) {
    var https = "<https://";
    for (int at = field.indexOf('<'); at >= 0; at = field.indexOf('<', at + 1)) {
      if (field.regionMatches(true, at, https, 0, https.length())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<ContentFinding> unsubscribe(String sentence, List<String> evidence) {
    return found(Check.ListUnsubscribe, sentence, evidence, 3);
  }

  private Optional<ContentFinding> urlShorteners() {
    var hosts = message.shorteners();
    return hosts.isEmpty()
        ? Optional.empty()
        : found(
            Check.UrlShorteners,
            "Links go through URL shorteners: link to the pages themselves",
            hosts,
            3);
  }

  private Optional<ContentFinding> spamWords() {
    var words = message.words();
    return words.isEmpty()
        ? Optional.empty()
        : found(
            Check.SpamWords,
            "Words are in it that make mail look like spam: say it otherwise",
            words,
            Math.min(words.size(), 3));
  }

  private Optional<ContentFinding> tooLarge() {
    return size > request.largest()
        ? found(
            Check.Size,
            "It has %d octets, more than %d: put files and pictures on a web server and link to them"
                .formatted(size, request.largest()),
            List.of(),
            1)
        : Optional.empty();
  }

  private Optional<ContentFinding> programs() {
    var names = message.programs();
    return names.isEmpty()
        ? Optional.empty()
        : found(
            Check.ExecutableAttachments,
            "Programs are attached, which most servers refuse: link to them instead",
            names,
            5);
  }

  private Optional<ContentFinding> missingFields() {
    var missing =
        Stream.of("Message-ID", "Date").filter(name -> message.values(name).isEmpty()).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : found(
            Check.MissingFields,
            "It came without %s: let the program that writes the mail add what is missing"
                .formatted(String.join(" and ", missing)),
            missing,
            missing.size());
  }

  private Optional<ContentFinding> fromAlignment() {
    var domains = request.unaligned();
    return domains.isEmpty()
        ? Optional.empty()
        : found(
            Check.FromAlignment,
            "No key of this server signs for the domain in the From field, so DMARC fails: send"
                + " from a domain that signs here",
            domains.stream().map(domain -> domain.ascii()).toList(),
            4);
  }

  private static Optional<ContentFinding> found(
      Check check, String sentence, Collection<String> evidence, int points) {
    return Optional.of(ContentFinding.of(check, sentence, evidence, points));
  }
}
