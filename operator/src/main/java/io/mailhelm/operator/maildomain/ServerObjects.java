package io.mailhelm.operator.maildomain;

import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.Settings;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.desired.ApiService;
import io.mailhelm.operator.desired.DataClaim;
import io.mailhelm.operator.desired.DisruptionBudget;
import io.mailhelm.operator.desired.HeadlessService;
import io.mailhelm.operator.desired.ServerNetworkPolicy;
import io.mailhelm.operator.desired.ServerPodMonitor;
import io.mailhelm.operator.desired.Shape;
import io.mailhelm.operator.desired.SmtpService;
import io.mailhelm.operator.desired.SmtpStatefulSet;

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
   * @param domain complete with defaults
   * @param config what it and all that lives on it compile to
   * @param volume of new claims
   */
  void apply(MailDomain domain, ServerConfig config, DataClaim.Volume volume) {
    var shape = Shape.of(domain, config, settings.serverImage(), settings.namespace()).with(volume);
    applier.apply(HeadlessService.of(shape));
    applier.apply(ApiService.of(shape));
    applier.apply(SmtpService.of(shape));
    applier.apply(ServerNetworkPolicy.of(shape));
    applier.apply(DisruptionBudget.of(shape));
    if (apis.has(ServerPodMonitor.API_VERSION, ServerPodMonitor.KIND)) {
      applier.applyUnwatched(ServerPodMonitor.of(shape, settings.scraping()));
    }
    if (!storage.replaceTemplate(shape)) {
      applier.apply(SmtpStatefulSet.of(shape));
    }
  }
}
