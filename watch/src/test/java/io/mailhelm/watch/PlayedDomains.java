package io.mailhelm.watch;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.Retention;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.ServerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Configs with domains of which little is known. */
final class PlayedDomains {
  static final Duration NEVER = Duration.ofDays(1);
  static final Duration ALL_THE_TIME = Duration.ofMillis(1);

  private PlayedDomains() {}

  static Domain domain(String name, Duration interval, boolean watched, DkimKey... keys) {
    var none = DomainDns.DEFAULT;
    return new Domain(
        name,
        DomainName.of(name + ".example"),
        DomainName.of("mail." + name + ".example"),
        Domain.Outbound.Deliver,
        Optional.empty(),
        Optional.empty(),
        true,
        "tls/" + name,
        List.of(keys),
        new DomainDns(
            none.publicAddresses(),
            none.egressAddresses(),
            none.spf(),
            none.dmarc(),
            none.mtaSts(),
            none.tlsReportsTo(),
            none.submission(),
            none.web(),
            none.omitted(),
            none.blockLists(),
            interval,
            watched),
        List.of(),
        InboundRules.DEFAULT,
        Domain.PASSWORD_GRACE);
  }

  static Domain withCertificate(String key, Domain like) {
    return new Domain(
        like.name(),
        like.domain(),
        like.hostname(),
        like.outbound(),
        like.catchAll(),
        like.postmaster(),
        like.subaddressing(),
        key,
        like.dkim(),
        like.dns(),
        like.signingGrants(),
        like.inbound(),
        like.passwordGrace());
  }

  static ServerConfig config(Domain... domains) {
    var server =
        new Server(
            "host",
            DomainName.of("mail.example"),
            List.of(),
            new HttpEndpoint("", 3001, List.of()),
            new HttpEndpoint("", 3000, List.of()),
            Optional.empty(),
            ServerLimits.DEFAULT,
            List.of(),
            Duration.ofMinutes(5),
            List.of(),
            List.of(),
            List.of(),
            Retention.DEFAULT,
            List.of());
    return new ServerConfig(
        server, List.of(domains), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
