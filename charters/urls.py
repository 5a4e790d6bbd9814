from django.urls import path

from charters.views import signatures, signing

app_name = "charters"
urlpatterns = [
    path("charter/", signing.charter, name="charter"),
    path("charter/<int:pk>/sign/", signing.sign, name="sign"),
    path("charter/signatures/", signatures.signatures, name="signatures"),
    path("charter/signatures/<int:pk>/", signatures.signatures_of, name="signatures_of"),
]
