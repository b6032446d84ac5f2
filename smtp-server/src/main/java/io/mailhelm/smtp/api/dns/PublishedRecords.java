package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.Resolver;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The records a domain publishes for one purpose, as they were found and parsed.
 *
 * @param name where it is looked for
 * @param texts the records' data; empty: none
 * @param trouble why it cannot be told; empty when it can
 * @param problems what is wrong with it for any domain, in sentences
 */
record PublishedRecords<T>(
    DomainName domain,
    String name,
    List<String> texts,
    Optional<T> parsed,
    String trouble,
    List<String> problems) {

  /** None is there, or it cannot be told. */
  static <T> PublishedRecords<T> nothing(DomainName domain, String name, String trouble) {
    return new PublishedRecords<>(domain, name, List.of(), Optional.empty(), trouble, List.of());
  }

  /** The texts of a name, or why they cannot be told. */
  static List<String> texts(DnsAnswer<String> answer) {
    return answer.found().stream().sorted().toList();
  }

  /**
   * The one text of a purpose: what {@code read} makes of it; of several none counts.
   *
   * @param counts which texts of the name are of the purpose
   * @param several what to say of so many
   */
  static <T> PublishedRecords<T> one(
      DomainName domain,
      String name,
      Resolver resolver,
      Predicate<String> counts,
      String several,
      Function<List<String>, PublishedRecords<T>> read) {
    var answer = resolver.txt(name);
    var texts = texts(answer).stream().filter(counts).toList();
    return switch (texts.size()) {
      case 0 -> nothing(domain, name, trouble(answer));
      case 1 -> read.apply(texts);
      default ->
          new PublishedRecords<>(
              domain, name, texts, Optional.empty(), "", List.of(several.formatted(texts.size())));
    };
  }

  static String trouble(DnsAnswer<?> answer) {
    return answer instanceof DnsAnswer.Unavailable<?>(var reason, var _) ? reason : "";
  }

  /** What can be said without knowing what was meant. */
  RecordVerdict verdict() {
    if (!trouble.isEmpty()) {
      return RecordVerdict.Error;
    }
    if (texts.isEmpty()) {
      return RecordVerdict.Missing;
    }
    return problems.isEmpty() ? RecordVerdict.Match : RecordVerdict.Mismatch;
  }

  String advice() {
    return switch (verdict()) {
      case Error -> "No name server could tell: " + trouble + ".";
      case Missing -> "Nothing is published at %s.".formatted(name);
      case Mismatch -> "Mend what 'problems' says.";
      case Match, Extra, Unknown -> "";
    };
  }
}
