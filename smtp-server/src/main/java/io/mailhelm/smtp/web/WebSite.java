package io.mailhelm.smtp.web;

import io.mailhelm.config.Ascii;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.WebName;
import io.mailhelm.dns.expect.StsPolicyText;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.wire.CertificateNames;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Answers requests for the domains of a config. Pure.
 *
 * @param directory of the config
 * @param shown the certificate that the client has seen
 */
record WebSite(Directory directory, X509Certificate shown) {
  private static final String POLICY_TYPE = "text/plain"; // RFC 8461 §3.2

  /**
   * An answered request.
   *
   * @param page what it is counted as
   */
  record Visit(String page, WebResponse answer) {}

  /** A domain that is asked by one of its names; an empty name is the domain itself. */
  private record Asked(Domain domain, Optional<WebName> name) {}

  Visit visit(WebRequest request) {
    var asked = asked(request.host());
    if (asked.isEmpty()) {
      return other(421, "no domain is served here by the name that was asked for");
    }
    // RFC 9110 §15.5.20, §7.4: a name that the certificate is not for may be somebody else's
    if (!CertificateNames.matches(shown, List.of(request.host()))) {
      return other(
          421, "the certificate of this server does not cover the name that was asked for");
    }
    var page = WebPage.at(asked.get().name(), request.path());
    if (page.isEmpty()) {
      return other(404, "there is nothing here");
    }
    var answer =
        page.get().takes(request.method())
            ? answer(page.get(), asked.get().domain(), request)
            : WebResponse.only(page.get().methods());
    return new Visit(page.get().word(), answer);
  }

  private static WebResponse answer(WebPage page, Domain domain, WebRequest request) {
    return switch (page) {
      case POLICY ->
          StsPolicyText.policy(domain)
              .map(text -> WebResponse.ok(POLICY_TYPE, text))
              .orElseGet(
                  () ->
                      WebResponse.sentence(404, "this domain has no MTA-STS policy (mtaSts.mode)"));
      case AUTOCONFIG, WELL_KNOWN_AUTOCONFIG ->
          domain.dns().submission().isEmpty()
              ? nothingToSay()
              : WebResponse.ok(WebResponse.XML, Autoconfig.text(domain));
      case AUTODISCOVER ->
          domain.dns().submission().isEmpty()
              ? nothingToSay()
              : Autodiscover.answer(domain, request.body());
    };
  }

  private static WebResponse nothingToSay() {
    return WebResponse.sentence(404, "this domain has no port for mail programs");
  }

  private static Visit other(int status, String sentence) {
    return new Visit(WebPage.OTHER, WebResponse.sentence(status, sentence));
  }

  private Optional<Asked> asked(String host) {
    if (!Ascii.isAscii(host)) {
      return Optional.empty(); // names travel as A-labels
    }
    try {
      var name = DomainName.of(host);
      return served(name)
          .map(domain -> new Asked(domain, Optional.empty()))
          .or(() -> below(name.ascii()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Asked> below(String host) {
    int dot = host.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    return Arrays.stream(WebName.values())
        .filter(name -> name.label().equals(host.substring(0, dot)))
        .findFirst()
        .flatMap(
            name ->
                served(new DomainName(host.substring(dot + 1)))
                    .map(domain -> new Asked(domain, Optional.of(name))));
  }

  private Optional<Domain> served(DomainName name) {
    return directory.domain(name).filter(domain -> domain.dns().web());
  }
}
