package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Labels and annotations that somebody wants on everything. */
class CommonMetadataTest {
  private static final String EVERYTHING =
      """
      replicas: 2
      watch: {namespaces: [shop]}
      admissionPolicy: {enabled: true}
      check: {afterInstall: true}
      serviceAccount: {annotations: {own: kept}}
      monitoring:
        serviceMonitor: {enabled: true}
        rules: {enabled: true}
        dashboard: {enabled: true, annotations: {own: kept}}
        kubeStateMetrics: {enabled: true}
      """;

  private static final String COMMON =
      """
      commonLabels: {team: mail, app.kubernetes.io/name: other, app.kubernetes.io/component: other}
      commonAnnotations: {contact: mail@example.com, own: lost, helm.sh/resource-policy: lost}
      """;

  @Test
  void everyObjectHasThemAndTheyReplaceNone() throws IOException {
    var plain = Chart.renderWithHooks(EVERYTHING).all();
    var it = Chart.renderWithHooks(EVERYTHING + COMMON);

    assertThat(it.all()).hasSameSizeAs(plain).hasSizeGreaterThan(25);
    for (int i = 0; i < plain.size(); i++) {
      var before = plain.get(i).path("metadata");
      var after = it.all().get(i).path("metadata");
      var what = it.all().get(i).path("kind") + " " + after.path("name");
      assertThat(Chart.map(after.path("labels"))).as(what).containsEntry("team", "mail");
      assertThat(Chart.map(after.path("annotations")))
          .as(what)
          .containsEntry("contact", "mail@example.com");
      for (var part : new String[] {"labels", "annotations"}) {
        if (before.has(part)) {
          assertThat(Chart.map(after.path(part)))
              .as(what)
              .containsAllEntriesOf(Chart.map(before.path(part)));
        }
      }
    }
    var template = it.the("Deployment").at("/spec/template/metadata");
    assertThat(Chart.map(template.path("labels"))).containsEntry("team", "mail");
    assertThat(Chart.map(template.path("annotations"))).containsKey("contact");
  }

  @Test
  void nobodyIsSelectedByThem() throws IOException {
    var plain = Chart.render(EVERYTHING).the("Deployment").at("/spec/selector");

    assertThat(Chart.render(EVERYTHING + COMMON).the("Deployment").at("/spec/selector"))
        .isEqualTo(plain);
  }
}
