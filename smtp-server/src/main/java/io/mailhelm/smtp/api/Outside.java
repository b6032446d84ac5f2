package io.mailhelm.smtp.api;

import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.smtp.listen.PeerSample;
import io.mailhelm.smtp.send.Port25;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a server knows of the world around it.
 *
 * @param peers who talked to it so far
 * @param port25 whether it reaches other servers
 * @param resolver asks the DNS
 * @param inspector looks at what the DNS says of a domain
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
