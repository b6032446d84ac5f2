package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes DMARC records (RFC 7489 §6.3). */
final class DmarcGenerator {
  private static final Set<String> POLICIES = Set.of("none", "quarantine", "reject");

  /** What needs no escape in a mailto: URI inside a list of tags (RFC 6068 §2, RFC 7489 §6.2). */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+-]+");

  private DmarcGenerator() {}

  /**
   * The record.
   *
   * @throws ApiException 422 with the field
   */
  static GeneratedRecord of(DmarcRequest request) {
    var policy =
        request
            .policy()
            .map(text -> text.strip().toLowerCase(Locale.ROOT))
            .filter(POLICIES::contains)
            .orElseThrow(
                () ->
                    ApiException.unprocessable(
                        "policy", "'policy' must be none, quarantine or reject."));
    var warnings = new ArrayList<String>();
    var value = new StringBuilder("v=DMARC1; p=").append(policy);
    var reports = request.reportEmail().map(String::strip).map(DmarcGenerator::address);
    reports.ifPresent(address -> value.append("; rua=mailto:").append(address));
    if (reports.isEmpty()) {
      warnings.add("Without 'reportEmail' nobody tells you who sends as the domain.");
    } else {
      warnings.addAll(consent());
    }
    if (policy.equals("none")) {
      warnings.add("none asks receivers for nothing: go on to quarantine once reports look right.");
    }
    return GeneratedRecord.txt("_dmarc", value.toString(), warnings);
  }

  private static List<String> consent() {
    return List.of(
        "Where reports go to another domain, that one must agree: TXT v=DMARC1 at"
            + " <domain>._report._dmarc.<other> (RFC 7489 §7.1).");
  }

  private static String address(String written) {
    Mailbox mailbox;
    try {
      mailbox = Mailbox.of(written);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable("reportEmail", e.getMessage() + ".");
    }
    if (!PLAIN.matcher(mailbox.localPart()).matches()) {
      throw ApiException.unprocessable(
          "reportEmail", "Reports need an address of letters, digits and . _ ~ + - before the @.");
    }
    return mailbox.toString();
  }
}
