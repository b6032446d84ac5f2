package io.mailhelm.smtp.api;

import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.smtp.listen.PeerSample;
import io.mailhelm.smtp.send.Port25;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a server knows of its network: the peers, other servers and the DNS.
 *
 * @param peers that talked to it so far
 * @param port25 whether it reaches port 25 of other servers
 * @param resolver asks the DNS
 * @param inspector compares the DNS records of a domain with what is expected
 */
public record Outside(
    Supplier<PeerSample> peers,
    Supplier<Port25.Report> port25,
    Resolver resolver,
    Inspector inspector) {
  public Outside {
    Objects.requireNonNull(peers);
    Objects.requireNonNull(port25);
    Objects.requireNonNull(resolver);
    Objects.requireNonNull(inspector);
  }
}
