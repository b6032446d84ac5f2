package io.mailhelm.dns.inspect;

import io.mailhelm.config.DomainDns.Dmarc.Policy;
import io.mailhelm.dns.ForeignText;
import io.mailhelm.dns.TagList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A DMARC record, read as receivers read it (RFC 7489 §6.3).
 *
 * @param tags as they are written, by name in lower case; of several the first
 * @param policy {@code p=}. Where that or {@code sp=} cannot be read: {@code none} if reports are
 *     asked for, else empty, so that nothing applies (RFC 7489 §6.6.3)
 * @param subdomainPolicy {@code sp=}, or as {@code policy}
 * @param isWordUnknown whether {@code p=} or {@code sp=} has a value that the RFC does not define
 * @param percent {@code pct=}, 0 to 100
 * @param aggregateReportsTo {@code rua=}, lower case, without sizes
 * @param failureReportsTo {@code ruf=}, the same
 * @param problems what is wrong, in sentences; receivers use the rest as well as they can
 */
public record DmarcRecord(
    Map<String, String> tags,
    Optional<Policy> policy,
    Optional<Policy> subdomainPolicy,
    boolean isWordUnknown,
    int percent,
    List<String> aggregateReportsTo,
    List<String> failureReportsTo,
    List<String> problems) {
  private static final int ALL = 100;

  public DmarcRecord {
    Objects.requireNonNull(tags); // in their order
    Objects.requireNonNull(policy);
    Objects.requireNonNull(subdomainPolicy);
    aggregateReportsTo = List.copyOf(aggregateReportsTo);
    failureReportsTo = List.copyOf(failureReportsTo);
    problems = List.copyOf(problems);
  }

  /** Whether a TXT record is a DMARC record; others at the name do not count. */
  public static boolean isDmarc(String text) {
    return TagList.Kind.DMARC.isRecord(text);
  }

  /** Reads a record; it accepts any text. */
  public static DmarcRecord parse(String text) {
    var list = TagList.of(TagList.Kind.DMARC, text);
    var problems = new ArrayList<>(list.problems());
    var tags = list.tags();
    if (!isDmarc(text)) {
      problems.add("it does not begin with v=DMARC1");
    }
    var reports = uris("rua", tags, problems);
    var policy = policy("p", tags);
    var subdomains = policy("sp", tags);
    if (policy.isEmpty()) {
      problems.add("p= must be none, quarantine or reject");
    }
    boolean noSubdomains = subdomains.isEmpty() && tags.containsKey("sp");
    if (noSubdomains) {
      problems.add("sp= must be none, quarantine or reject");
    }
    boolean isWordUnknown = noSubdomains || policy.isEmpty() && tags.containsKey("p");
    if (noSubdomains || policy.isEmpty()) { // RFC 7489 §6.6.3, for either of them
      policy = reports.isEmpty() ? Optional.empty() : Optional.of(Policy.None);
      subdomains = policy;
    }
    var own = policy;
    return new DmarcRecord(
        tags,
        policy,
        subdomains.or(() -> own),
        isWordUnknown,
        percent(tags, problems),
        reports,
        uris("ruf", tags, problems),
        problems);
  }

  private static List<String> uris(String tag, Map<String, String> tags, List<String> problems) {
    var list = ReportUriList.of(tags.getOrDefault(tag, ""));
    list.malformed().stream()
        .findFirst()
        .map(text -> "%s= has '%s', which is no URI".formatted(tag, ForeignText.of(text, 40)))
        .ifPresent(problems::add);
    return list.uris();
  }

  private static Optional<Policy> policy(String tag, Map<String, String> tags) {
    var value = tags.getOrDefault(tag, "").toLowerCase(Locale.ROOT);
    for (var policy : Policy.values()) {
      if (policy.name().toLowerCase(Locale.ROOT).equals(value)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  private static int percent(Map<String, String> tags, List<String> problems) {
    var value = tags.getOrDefault("pct", "100");
    if (value.matches("[0-9]{1,3}") && Integer.parseInt(value) <= ALL) {
      return Integer.parseInt(value);
    }
    problems.add("pct= must be 0 to 100");
    return ALL;
  }

  /**
   * The policy that holds for all mail: mail that {@code pct=} leaves out is treated one step less
   * strictly (RFC 7489 §6.6.4).
   */
  Policy forAll(Optional<Policy> published) {
    var policy = published.orElse(Policy.None);
    return switch (policy) {
      case None -> Policy.None;
      case Quarantine -> percent < ALL ? Policy.None : policy;
      case Reject -> percent < ALL ? Policy.Quarantine : policy;
    };
  }
}
