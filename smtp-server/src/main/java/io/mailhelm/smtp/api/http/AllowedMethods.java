package io.mailhelm.smtp.api.http;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/**
 * Answers OPTIONS and fills in {@code Allow}: it knows which methods a path has (RFC 9110 §9.3.7,
 * §10.2.1). The HTTP library knows that for classes of paths only, and does not say it with a 405.
 */
@ApplicationScoped
class AllowedMethods {
  static final String ALLOW = "Allow";

  private static final Pattern SLASH = Pattern.compile("/");

  private volatile List<Served> served = List.of();

  /** A method of a path; a segment in braces stands for any one. */
  private record Served(String method, List<String> path) {
    boolean is(List<String> other) {
      return path.size() == other.size()
          && IntStream.range(0, path.size())
              .allMatch(i -> path.get(i).startsWith("{") || path.get(i).equals(other.get(i)));
    }
  }

  /** The resources, as the HTTP library has them once it runs. */
  private static final class Collected implements RuntimeResourceVisitor {
    private final List<Served> all = new ArrayList<>();

    @Override
    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
      all.add(new Served(method, segments(path)));
    }
  }

  /** The answer to OPTIONS. */
  @ServerRequestFilter(preMatching = true)
  Optional<Response> answer(ContainerRequestContext request, RoutingContext context) {
    var methods = of(context);
    return methods.isEmpty() || !request.getMethod().equals(HttpMethod.OPTIONS)
        ? Optional.empty()
        : Optional.of(Response.noContent().header(ALLOW, list(methods)).build());
  }

  /** The methods of a path that exists without the one that was tried; else empty. */
  Optional<String> instead(RoutingContext request) {
    var methods = of(request);
    return methods.isEmpty() || methods.contains(request.request().method().name())
        ? Optional.empty()
        : Optional.of(list(methods));
  }

  private SortedSet<String> of(RoutingContext request) {
    var segments = segments(request.normalizedPath());
    var methods = new TreeSet<String>();
    served().stream().filter(one -> one.is(segments)).map(Served::method).forEach(methods::add);
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    if (!methods.isEmpty()) {
      methods.add(HttpMethod.OPTIONS);
    }
    return methods;
  }

  private static String list(SortedSet<String> methods) {
    return String.join(", ", methods);
  }

  private List<Served> served() {
    if (served.isEmpty()) {
      var collected = new Collected();
      RuntimeResourceVisitor.visitRuntimeResources(
          "/", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), collected);
      served = List.copyOf(collected.all);
    }
    return served;
  }

  private static List<String> segments(String path) {
    return SLASH.splitAsStream(path).filter(segment -> !segment.isEmpty()).toList();
  }
}
