package io.gpushopper.adapters.tensordock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpushopper.adapters.http.ApiKey;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorDockConfigTest {
    private static final ApiKey TOKEN = new ApiKey("t0ken0must0never0be0logged");

    @Test
    void asksTheRealServiceByDefault() {
        TensorDockConfig config = TensorDockConfig.of(null, TOKEN);

        assertThat(config.url()).hasToString("https://dashboard.tensordock.com/api/v2");
        assertThat(config.balanceUrl()).hasToString("https://marketplace.tensordock.com/api/v0");
    }

    @Test
    void dropsSlashesAtTheEnd() {
        URI url = URI.create("http://localhost:8090/tensordock/api/v2//");

        assertThat(TensorDockConfig.of(url, url, null, TOKEN).url())
                .hasToString("http://localhost:8090/tensordock/api/v2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/api",
                "/api/v2",
                "http://user:secret@host/api",
                "http://host/api?api_key=1",
                "http://host/#a"
            })
    void refusesWhatIsNoBase(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorDockConfig.of(URI.create(url), TensorDockConfig.DEFAULT_URL, null, TOKEN))
                .withMessageStartingWith("url must be");
    }

    @Test
    void keepsTheTokenToItself() {
        assertThat(TensorDockConfig.of("an-id", TOKEN).toString()).doesNotContain("t0ken");
    }
}
