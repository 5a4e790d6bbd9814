"""The doors of allauth that a school opens, under the names by which allauth finds them."""

from django.urls import path

from accounts.views import entrance, providers, second_step

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="account_login"),
    path("sign-in/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("sign-in/with/<slug:provider_id>/", providers.oidc_login, name="openid_connect_login"),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        providers.oidc_callback,
        name="openid_connect_callback",
    ),
    path("sign-in/saml/<slug:organization_slug>/", providers.saml_login, name="saml_login"),
    path("sign-in/saml/<slug:organization_slug>/back/", providers.saml_answer, name="saml_acs"),
    path(
        "sign-in/saml/<slug:organization_slug>/come-in/",
        providers.saml_finish,
        name="saml_finish_acs",
    ),
    path(
        "sign-in/saml/<slug:organization_slug>/metadata/",
        providers.saml_metadata,
        name="saml_metadata",
    ),
    path("sign-in/saml/<slug:organization_slug>/out/", providers.saml_sign_out, name="saml_sls"),
    path("sign-out/", entrance.sign_out, name="account_logout"),
    path("password/", entrance.change_password, name="account_change_password"),
]
