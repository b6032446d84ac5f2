package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.AddressScope;
import io.mailhelm.config.Cidr;
import io.mailhelm.dns.spf.SpfCost;
import io.mailhelm.smtp.api.ApiException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes SPF records (RFC 7208 §4.6.1): the domain's own mechanisms, then addresses, then other
 * domains.
 */
final class SpfGenerator {
  private static final int MOST = 100;

  /** RFC 7208 §3.4: with its name, one UDP packet of the old size. */
  private static final int MAX_TEXT = 450;

  /** RFC 7208 §4.6.4: {@code mx} and {@code a} mean the domain itself. */
  private static final Set<String> MECHANISMS = Set.of("mx", "a");

  private static final Set<String> POLICIES = Set.of("~all", "-all", "?all");
  private static final String SOFT_FAIL = "~all";

  private final Set<String> own = new LinkedHashSet<>();
  private final Set<String> addresses = new LinkedHashSet<>();
  private final Set<String> others = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();

  private SpfGenerator() {}

  /**
   * The record.
   *
   * @throws ApiException 422 with the field
   */
  static GeneratedRecord of(SpfRequest request) {
    return new SpfGenerator().generate(request);
  }

  private GeneratedRecord generate(SpfRequest request) {
    few("includeIPs", request.includeIPs());
    few("includeDomains", request.includeDomains());
    for (int i = 0; i < request.includeIPs().size(); i++) {
      address("includeIPs[" + i + "]", request.includeIPs().get(i));
    }
    for (int i = 0; i < request.includeDomains().size(); i++) {
      domain("includeDomains[" + i + "]", request.includeDomains().get(i));
    }
    var all = policy(request.policy().orElse(SOFT_FAIL));
    var terms = new ArrayList<String>();
    terms.add("v=spf1");
    terms.addAll(own);
    terms.addAll(addresses);
    terms.addAll(others);
    terms.add(all);
    var text = String.join(" ", terms);
    warn(text, all);
    return GeneratedRecord.txt("@", text, warnings);
  }

  private static void few(String field, List<String> entries) {
    if (entries.size() > MOST) {
      throw ApiException.unprocessable(field, "There are at most %d entries.".formatted(MOST));
    }
  }

  private static String text(String field, String written) {
    return Optional.ofNullable(written)
        .map(String::strip)
        .filter(any -> !any.isEmpty())
        .orElseThrow(() -> ApiException.unprocessable(field, "An entry is empty."));
  }

  private void address(String field, String written) {
    var text = text(field, written).toLowerCase(Locale.ROOT);
    try {
      Cidr.of(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable(field, e.getMessage() + ".");
    }
    var slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    var isV4 = address.getAddress().length == 4;
    addresses.add((isV4 ? "ip4:" : "ip6:") + text);
    if (AddressScope.of(address).isInternal()) {
      warnings.add(
          "%s is a private address: receivers on the internet never see it.".formatted(text));
    }
  }

  private void domain(String field, String written) {
    var text = text(field, written);
    var word = text.toLowerCase(Locale.ROOT);
    if (MECHANISMS.contains(word)) {
      own.add(word);
    } else {
      others.add("include:" + StrictInput.domain(field, Optional.of(text)));
    }
  }

  private static String policy(String written) {
    var policy = written.strip().toLowerCase(Locale.ROOT);
    if (policy.equals("+all") || policy.equals("all")) {
      throw ApiException.unprocessable(
          "policy",
          "'%s' lets the whole world send as the domain: use ~all, or -all once reports show nothing amiss."
              .formatted(policy));
    }
    if (!POLICIES.contains(policy)) {
      throw ApiException.unprocessable("policy", "'policy' is ~all, -all or ?all.");
    }
    return policy;
  }

  private void warn(String text, String all) {
    int lookups = own.size() + others.size();
    if (lookups > SpfCost.ALLOWED) {
      warnings.add(
          "It takes %d look-ups, and receivers give up after %d (RFC 7208 §4.6.4): list addresses instead of domains."
              .formatted(lookups, SpfCost.ALLOWED));
    }
    if (text.length() > MAX_TEXT) {
      warnings.add(
          "It has %d characters: above %d an answer may not fit into one packet (RFC 7208 §3.4)."
              .formatted(text.length(), MAX_TEXT));
    }
    if (own.isEmpty() && addresses.isEmpty() && others.isEmpty()) {
      warnings.add("It names nobody: no mail of the domain is from a sender that it knows.");
    }
    if (all.equals("?all")) {
      warnings.add("?all says nothing of everybody else: it protects from nobody.");
    }
  }
}
