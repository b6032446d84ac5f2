package io.mailhelm.operator.maildomain;

import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.OperatorSettings;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.ApiService;
import io.mailhelm.operator.desired.DataClaim;
import io.mailhelm.operator.desired.DisruptionBudget;
import io.mailhelm.operator.desired.HeadlessService;
import io.mailhelm.operator.desired.ServerNetworkPolicy;
import io.mailhelm.operator.desired.ServerPodMonitor;
import io.mailhelm.operator.desired.ServerShape;
import io.mailhelm.operator.desired.SmtpService;
import io.mailhelm.operator.upgrade.Upgrades;
import java.util.Optional;
import java.util.stream.Stream;

/** Applies the objects that run a MailDomain's servers and make them reachable. */
final class ServerObjects {
  private final Applier applier;
  private final InstalledApis apis;
  private final VolumeGrowth storage;
  private final Informers informers;
  private final OperatorSettings settings;
  private final Upgrades upgrades;
  private final Optional<Integer> format;
  private Optional<UpgradeState> pods = Optional.empty();

  /**
   * @param format of the config that is in the Secrets; empty: none is
   */
  ServerObjects(
      Applier applier,
      VolumeGrowth storage,
      Informers informers,
      ServerReconciliation.Parts parts,
      Optional<Integer> format) {
    this.applier = applier;
    this.apis = parts.apis();
    this.storage = storage;
    this.informers = informers;
    this.settings = parts.settings();
    this.upgrades = parts.upgrades();
    this.format = format;
  }

  /**
   * The result of applying them.
   *
   * @param pods whether they are up to date; empty: nothing is to be said
   * @param refusal the API server's words against the first write that it refuses
   */
  record Applied(Optional<UpgradeState> pods, Optional<String> refusal) {}

  /**
   * Applies each object. A refusal of one does not hold up the others.
   *
   * @param domain complete with defaults
   * @param config what it and all that lives on it compile to
   * @param volume the volume of new claims
   */
  Applied apply(MailDomain domain, ServerConfig config, DataClaim.Volume volume) {
    var shape =
        ServerShape.of(domain, config, settings.serverImage(), settings.namespace()).with(volume);
    var refused =
        Stream.<Runnable>of(
                () -> applier.apply(HeadlessService.of(shape)),
                () -> applier.apply(ApiService.of(shape)),
                () -> applier.apply(ServerNetworkPolicy.of(shape)),
                () -> applier.apply(DisruptionBudget.of(shape)),
                () -> applier.apply(SmtpService.of(shape)),
                () -> monitor(shape),
                () -> pods = servers(domain, shape))
            .map(RefusedWrite::of)
            .toList();
    return new Applied(pods, refused.stream().flatMap(Optional::stream).findFirst());
  }

  private void monitor(ServerShape shape) {
    if (apis.has(ServerPodMonitor.API_VERSION, ServerPodMonitor.KIND)) {
      applier.applyUnwatched(ServerPodMonitor.of(shape, settings.scraping()));
    }
  }

  private Optional<UpgradeState> servers(MailDomain domain, ServerShape shape) {
    if (storage.holdsPods(domain)) {
      return upgrades.held(shape, informers);
    }
    return Optional.of(
        upgrades.apply(
            shape,
            informers,
            format,
            set -> {
              var going = storage.replaceTemplate(shape);
              going.ifPresentOrElse(
                  there -> upgrades.isMadeAgain(domain, there), () -> applier.apply(set));
            }));
  }
}
