package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.inspect.MailHost;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The published mail exchanges of a domain (RFC 5321 §5.1), in the order they are tried. */
@Schema(name = "PublishedMx")
record PublishedMx(
    List<Exchange> exchanges,
    @Schema(description = "Whether the domain says that it takes no mail (RFC 7505).")
        boolean takesNoMail) {
  private static final int MOST = 20;

  /** One of them. */
  @Schema(name = "PublishedExchange")
  record Exchange(
      int preference,
      String host,
      @Schema(description = "Empty: none, or they cannot be told.") List<String> addresses) {}

  static PublishedRecords<PublishedMx> at(DomainName domain, Resolver resolver) {
    var name = domain.ascii();
    var answer = resolver.mx(name);
    var found =
        answer.found().stream()
            .sorted(
                Comparator.comparingInt(MailExchange::preference).thenComparing(MailExchange::host))
            .limit(MOST)
            .toList();
    if (found.isEmpty()) {
      return PublishedRecords.nothing(domain, name, PublishedRecords.trouble(answer));
    }
    var problems = new ArrayList<String>();
    var exchanges = new ArrayList<Exchange>();
    var takesNoMail = found.stream().anyMatch(exchange -> exchange.host().isEmpty());
    if (takesNoMail) {
      problems.add(
          found.size() == 1
              ? "The domain says that it takes no mail (RFC 7505)."
              : "A null MX must be the only one (RFC 7505 §3).");
    }
    var trouble = "";
    for (var exchange : found) {
      var host = MailHost.of(exchange.host(), resolver);
      exchanges.add(exchange(exchange, host));
      if (!exchange.host().isEmpty()) {
        host.problem().ifPresent(problems::add);
        trouble = trouble.isEmpty() ? host.uncertainty().orElse("") : trouble;
      }
    }
    return new PublishedRecords<>(
        domain,
        name,
        found.stream().map(each -> "%d %s.".formatted(each.preference(), each.host())).toList(),
        Optional.of(new PublishedMx(exchanges, takesNoMail)),
        problems.isEmpty() ? trouble : "",
        problems);
  }

  private static Exchange exchange(MailExchange mx, MailHost host) {
    return new Exchange(
        mx.preference(),
        mx.host(),
        mx.host().isEmpty()
            ? List.of()
            : host.addresses().found().stream().map(InetAddress::getHostAddress).sorted().toList());
  }
}
