package io.mailhelm.operator.maildomain;

import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.Settings;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.ApiService;
import io.mailhelm.operator.desired.DataClaim;
import io.mailhelm.operator.desired.DisruptionBudget;
import io.mailhelm.operator.desired.HeadlessService;
import io.mailhelm.operator.desired.ServerNetworkPolicy;
import io.mailhelm.operator.desired.ServerPodMonitor;
import io.mailhelm.operator.desired.Shape;
import io.mailhelm.operator.desired.SmtpService;
import io.mailhelm.operator.desired.SmtpStatefulSet;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects that make a MailDomain's servers run and be reached. */
final class ServerObjects {
  private final Applier applier;
  private final InstalledApis apis;
  private final Storage storage;
  private final Settings settings;

  ServerObjects(Applier applier, InstalledApis apis, Storage storage, Settings settings) {
    this.applier = applier;
    this.apis = apis;
    this.storage = storage;
    this.settings = settings;
  }

  /**
   * Applies each; what the API server refuses of one keeps none of the others waiting.
   *
   * @param domain complete with defaults
   * @param config what it and all that lives on it compile to
   * @param volume of new claims
   * @return what it says against the first that it refuses
   */
  Optional<String> apply(MailDomain domain, ServerConfig config, DataClaim.Volume volume) {
    var shape = Shape.of(domain, config, settings.serverImage(), settings.namespace()).with(volume);
    return Stream.<Runnable>of(
            () -> applier.apply(HeadlessService.of(shape)),
            () -> applier.apply(ApiService.of(shape)),
            () -> applier.apply(ServerNetworkPolicy.of(shape)),
            () -> applier.apply(DisruptionBudget.of(shape)),
            () -> applier.apply(SmtpService.of(shape)),
            () -> monitor(shape),
            () -> servers(shape))
        .map(RefusedWrite::of)
        .toList()
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private void monitor(Shape shape) {
    if (apis.has(ServerPodMonitor.API_VERSION, ServerPodMonitor.KIND)) {
      applier.applyUnwatched(ServerPodMonitor.of(shape));
    }
  }

  private void servers(Shape shape) {
    if (!storage.replaceTemplate(shape)) {
      applier.apply(SmtpStatefulSet.of(shape));
    }
  }
}
