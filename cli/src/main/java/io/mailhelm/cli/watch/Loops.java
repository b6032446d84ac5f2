package io.mailhelm.cli.watch;

import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.rotation.Sightings;
import io.mailhelm.smtp.observe.DomainFigures;
import io.mailhelm.smtp.observe.Observer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Everything that is looked at again and again while a server runs. */
public final class Loops implements AutoCloseable {
  private final DnsLoop dns;
  private final KeyLoop keys;
  private final World world;

  /**
   * @param world where what is found goes
   */
  public Loops(
      Eyes eyes, SigningKeys keys, World world, Served served, Observer observer, Clock clock) {
    this.world = world;
    this.dns = new DnsLoop(eyes.inspector(), world, served, observer);
    this.keys = new KeyLoop(keys, eyes.sightings(), world, served, observer, clock);
  }

  /** Who looks. */
  public record Eyes(Inspector inspector, Sightings sightings) {}

  /**
   * Looks at the watched domains of this config, and at nothing else. One caller at a time.
   *
   * @param generated the keys that are ours to make
   */
  public void follow(List<Requirements.Dkim> generated, ServerConfig config) {
    dns.follow(config);
    keys.follow(generated, config);
  }

  /** What metrics show of the domains of {@code config}. */
  public List<DomainFigures> figures(ServerConfig config, Instant now) {
    return Figures.of(config, world.domains(), now);
  }

  /** Nothing new is asked; what is being asked is not waited for. */
  @Override
  public void close() {
    dns.close();
    keys.close();
  }
}
