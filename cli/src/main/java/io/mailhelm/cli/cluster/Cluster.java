package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.cli.remote.ServerRefusedException;
import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailDomain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads objects of one namespace from the API server.
 *
 * @param tunnel opens connections to its pods
 */
record Cluster(KubernetesClient client, String namespace, PodTunnel tunnel) {
  /** A selector for {@link #each} that selects objects with any labels. */
  static final String ALL = "";

  /** Objects in a page of a list, as kubectl asks for them. */
  private static final long PAGE = 500;

  /**
   * Asks the API server.
   *
   * @throws ServerRefusedException with a sentence, where it refuses or does not answer
   */
  <T> T ask(Function<KubernetesClient, T> question) {
    try {
      return question.apply(client);
    } catch (KubernetesClientException e) {
      throw new ServerRefusedException(sentence(e));
    }
  }

  private String sentence(KubernetesClientException e) {
    var status = e.getStatus();
    return switch (e.getCode()) {
      case 401 ->
          "the API server at %s does not know you: log in to the cluster, or name another --context"
              .formatted(client.getMasterUrl());
      case 403 ->
          "%s: docs/kubectl.md lists the rights that the commands need"
              .formatted(status == null ? e.getMessage() : status.getMessage());
      case 404 ->
          "%s: is Mailhelm installed in this cluster? (helm install, or another --context)"
              .formatted(status == null ? e.getMessage() : status.getMessage());
      default ->
          "the API server at %s: %s"
              .formatted(
                  client.getMasterUrl(),
                  status == null || status.getMessage() == null
                      ? rootOf(e).getMessage()
                      : status.getMessage());
    };
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  /**
   * Gives every object of a kind in a namespace, with one page in memory at a time, and without
   * {@code managedFields}, which can be larger than the rest of the object.
   *
   * @param selector selects by labels, or {@link #ALL}
   */
  <T extends HasMetadata> void each(
      Class<T> kind, String namespace, String selector, Consumer<? super T> action) {
    String position = null;
    do {
      var page = page(kind, namespace, selector, position);
      for (var object : page.getItems()) {
        object.getMetadata().setManagedFields(null);
        action.accept(object);
      }
      position = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    } while (position != null && !position.isEmpty());
  }

  private <T extends HasMetadata> KubernetesResourceList<T> page(
      Class<T> kind, String namespace, String selector, String position) {
    var options = new ListOptionsBuilder().withLimit(PAGE).withContinue(position).build();
    return ask(
        api -> {
          var all = api.resources(kind).inNamespace(namespace);
          return selector.equals(ALL)
              ? all.list(options)
              : all.withLabelSelector(selector).list(options);
        });
  }

  /** The same, all in memory. */
  <T extends HasMetadata> List<T> all(Class<T> kind, String namespace, String selector) {
    var objects = new ArrayList<T>();
    each(kind, namespace, selector, objects::add);
    return objects;
  }

  /** All MailDomains, by name. */
  List<MailDomain> mailDomains() {
    return all(MailDomain.class, namespace, ALL).stream()
        .sorted(Comparator.comparing(domain -> domain.getMetadata().getName()))
        .toList();
  }

  /**
   * A MailDomain by its name, or by its domain.
   *
   * @throws IllegalArgumentException when there is none; the message lists those that exist
   */
  MailDomain mailDomain(String name) {
    return mailDomain(name, mailDomains());
  }

  /**
   * The same among MailDomains that have been read already.
   *
   * @param all as {@link #mailDomains} has them
   */
  MailDomain mailDomain(String name, List<MailDomain> all) {
    return all.stream()
        .filter(
            domain ->
                domain.getMetadata().getName().equals(name)
                    || domain.getSpec().domain().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no MailDomain %s in the namespace %s, which has %s"
                        .formatted(name, namespace, names(all))));
  }

  static String names(List<MailDomain> domains) {
    return domains.isEmpty()
        ? "none (name another with -n)"
        : domains.stream()
            .map(domain -> domain.getMetadata().getName())
            .collect(Collectors.joining(", "));
  }

  /**
   * The MailDomain on whose servers this one lives: itself, or the one it names. Empty where that
   * one does not exist or has no servers of its own.
   *
   * @param all as {@link #mailDomains} has them
   */
  static Optional<MailDomain> host(MailDomain domain, List<MailDomain> all) {
    if (domain.getSpec().server() != null) {
      return Optional.of(domain);
    }
    var named = domain.getSpec().serverRef();
    return all.stream()
        .filter(each -> named != null && each.getMetadata().getName().equals(named.name()))
        .filter(each -> each.getSpec().server() != null)
        .findFirst();
  }

  /** The message about a MailDomain without {@link #host}. */
  static String hostless(MailDomain domain) {
    var named = domain.getSpec().serverRef();
    return "%s has no server: its serverRef names %s, and the namespace has no MailDomain of that name with spec.server"
        .formatted(domain.getMetadata().getName(), named == null ? "none" : named.name());
  }

  /** The pods of a MailDomain's servers, by name. */
  List<Pod> pods(MailDomain host) {
    return ask(
        api ->
            api
                .pods()
                .inNamespace(namespace)
                .withLabels(GeneratedNames.podLabels(host.getMetadata().getName()))
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList());
  }

  /** A value of a Secret as text; empty when there is none. */
  Optional<String> secret(String name, String key) {
    var secret = ask(api -> api.secrets().inNamespace(namespace).withName(name).get());
    return Optional.ofNullable(secret)
        .map(found -> found.getData())
        .map(data -> data.get(key))
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }
}
